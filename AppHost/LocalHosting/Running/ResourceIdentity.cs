using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The suffix that tells this run's instance of a resource from others; telemetry carries it as <c>service.instance.id</c>.</summary>
internal sealed record InstanceAnnotation(string Suffix) : IResourceAnnotation
{
    public static InstanceAnnotation Create() => new(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8));
}

internal static class ResourceIdentity
{
    extension(IResource resource)
    {
        public bool IsProcess => resource is ExecutableResource or ProjectResource;

        public string? InstanceSuffix => resource.Annotations.OfType<InstanceAnnotation>().LastOrDefault()?.Suffix;

        public string InstanceId => resource.InstanceSuffix is { } suffix ? $"{resource.Name}-{suffix}" : resource.Name;

        public IResource? Parent => resource is IResourceWithParent { Parent: var parent }
            ? parent
            : resource.Annotations.OfType<ResourceRelationshipAnnotation>().LastOrDefault(r => r.Type == KnownRelationshipTypes.Parent)?.Resource;

        public CustomResourceSnapshot InitialSnapshot() =>
            resource.Annotations.OfType<ResourceSnapshotAnnotation>().LastOrDefault()?.InitialSnapshot
            ?? new CustomResourceSnapshot { ResourceType = resource.TypeName(), Properties = [] };

        private string TypeName() => resource switch
        {
            ProjectResource => "Project",
            ExecutableResource => "Executable",
            ParameterResource => "Parameter",
            _ => resource.GetType().Name.EndsWith("Resource", StringComparison.Ordinal) ? resource.GetType().Name[..^"Resource".Length] : resource.GetType().Name,
        };
    }

    extension(CustomResourceSnapshot snapshot)
    {
        public bool IsRunning => snapshot.State?.Text == KnownResourceStates.Running;

        public bool HasEnded => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text, StringComparer.Ordinal);
    }
}
