using System.Collections;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;
using Aspire.Hosting.Running;
using Google.Protobuf.WellKnownTypes;
using HealthStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;
using WireValue = Google.Protobuf.WellKnownTypes.Value;

namespace Aspire.Hosting.Dashboard;

/// <summary>Writes a resource the way the dashboard reads it.</summary>
internal static class ResourceMessages
{
    public static Wire.Resource From(ResourceEvent change, IServiceProvider services)
    {
        var (resource, snapshot) = (change.Resource, change.Snapshot);
        var message = new Wire.Resource
        {
            Name = change.ResourceId,
            ResourceType = snapshot.ResourceType,
            DisplayName = resource.Name,
            Uid = change.ResourceId,
            CreatedAt = Time(snapshot.CreationTimeStamp ?? DateTime.UtcNow),
            IsHidden = snapshot.IsHidden,
            SupportsDetailedTelemetry = resource is ProjectResource,
        };
        if (snapshot.State is { } state)
        {
            message.State = state.Text;
            if (state.Style is { } style)
            {
                message.StateStyle = style;
            }
        }

        message.StartedAt = Time(snapshot.StartTimeStamp);
        message.StoppedAt = Time(snapshot.StopTimeStamp);
        if (snapshot.IconName is { } icon)
        {
            message.IconName = icon;
            message.IconVariant = Style(snapshot.IconVariant);
        }

        message.Environment.AddRange(snapshot.EnvironmentVariables.Select(v => v.Value is null
            ? new EnvironmentVariable { Name = v.Name, IsFromSpec = v.IsFromSpec }
            : new EnvironmentVariable { Name = v.Name, Value = v.Value, IsFromSpec = v.IsFromSpec }));
        message.Commands.AddRange(resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => From(c, snapshot, services)));
        message.Properties.AddRange(Properties(change));
        message.Urls.AddRange(snapshot.Urls.Select(u => From(u, snapshot)));
        message.HealthReports.AddRange(snapshot.IsRunning ? snapshot.HealthReports.Select(From) : []);
        message.Relationships.AddRange(snapshot.Relationships.Select(r => new ResourceRelationship { ResourceName = r.ResourceName, Type = r.Type }));
        return message;
    }

    private static ResourceCommand From(ResourceCommandAnnotation command, CustomResourceSnapshot snapshot, IServiceProvider services)
    {
        var message = new ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            State = (CommandState)command.UpdateState(new UpdateCommandStateContext { ResourceSnapshot = snapshot, Services = services }),
        };
        if (command.DisplayDescription is { } description)
        {
            message.DisplayDescription = description;
        }

        if (command.ConfirmationMessage is { } confirmation)
        {
            message.ConfirmationMessage = confirmation;
        }

        if (command.IconName is { } icon)
        {
            message.IconName = icon;
            message.IconVariant = Style(command.IconVariant);
        }

        return message;
    }

    private static Url From(UrlSnapshot url, CustomResourceSnapshot snapshot)
    {
        var message = new Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            // A link to a process leads somewhere while it runs.
            IsInactive = url.Name is not null && !snapshot.IsRunning,
            DisplayProperties = new UrlDisplayProperties { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
        };
        if (url.Name is { } endpoint)
        {
            message.EndpointName = endpoint;
        }

        return message;
    }

    private static Wire.HealthReport From(HealthReportSnapshot report)
    {
        var message = new Wire.HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? string.Empty,
            Exception = report.ExceptionText ?? string.Empty,
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                HealthStatus.Healthy => ReportedHealth.Healthy,
                HealthStatus.Degraded => ReportedHealth.Degraded,
                _ => ReportedHealth.Unhealthy,
            };
        }

        return message;
    }

    private static IEnumerable<ResourceProperty> Properties(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        (string Name, object? Value)[] common =
        [
            ("resource.uid", change.ResourceId),
            ("resource.name", change.ResourceId),
            ("resource.type", snapshot.ResourceType),
            ("resource.displayName", change.Resource.Name),
            ("resource.state", snapshot.State?.Text),
            ("resource.exitCode", snapshot.ExitCode),
            ("resource.createTime", snapshot.CreationTimeStamp),
            ("resource.startTime", snapshot.StartTimeStamp),
            ("resource.stopTime", snapshot.StopTimeStamp),
            ("resource.healthState", snapshot.HealthStatus?.ToString()),
        ];
        return common.Where(p => p.Value is not null)
            .Select(p => new ResourceProperty { Name = p.Name, Value = Value(p.Value!) })
            .Concat(snapshot.Properties.Where(p => p.Value is not null)
                .Select(p => new ResourceProperty { Name = p.Name, Value = Value(p.Value!), IsSensitive = p.IsSensitive }));
    }

    private static WireValue Value(object value) => value switch
    {
        string text => WireValue.ForString(text),
        DateTime time => WireValue.ForString(time.ToString("O", CultureInfo.InvariantCulture)),
        int number => WireValue.ForString(number.ToString(CultureInfo.InvariantCulture)),
        IEnumerable items => WireValue.ForList([.. items.Cast<object>().Select(Value)]),
        _ => WireValue.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
    };

    private static Timestamp? Time(DateTime? time) => time is { } known ? Timestamp.FromDateTime(known.ToUniversalTime()) : null;

    private static IconStyle Style(IconVariant? variant) => variant == IconVariant.Regular ? IconStyle.Regular : IconStyle.Filled;
}
