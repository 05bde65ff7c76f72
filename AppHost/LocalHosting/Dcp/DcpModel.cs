using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

// The orchestrator's own resources, as its Kubernetes-like API writes them.

internal sealed record DcpExecutable
{
    public const string Group = "usvc-dev.developer.microsoft.com/v1";

    public string ApiVersion { get; init; } = Group;

    public string Kind { get; init; } = "Executable";

    public required DcpMetadata Metadata { get; init; }

    public required DcpExecutableSpec Spec { get; init; }

    public DcpExecutableStatus? Status { get; init; }
}

internal sealed record DcpMetadata
{
    public required string Name { get; init; }
}

internal sealed record DcpExecutableSpec
{
    public required string ExecutablePath { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<DcpVariable>? Env { get; init; }

    public string ExecutionType { get; init; } = "Process";
}

internal sealed record DcpVariable(string Name, string Value);

internal sealed record DcpExecutableStatus
{
    /// <summary>Empty at first, then <see cref="DcpState"/>.</summary>
    public string? State { get; init; }

    public int? Pid { get; init; }

    /// <summary>-1 when a signal ended the process.</summary>
    public int? ExitCode { get; init; }

    public DateTimeOffset? StartupTimestamp { get; init; }

    public DateTimeOffset? FinishTimestamp { get; init; }
}

internal static class DcpState
{
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Finished = "Finished";
    public const string FailedToStart = "FailedToStart";
}

internal sealed record DcpChange(string Type, JsonElement Object)
{
    public const string Deleted = "DELETED";
}

internal static class DcpJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
