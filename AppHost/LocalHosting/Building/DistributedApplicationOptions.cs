namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    /// <summary>Command line arguments; they become configuration.</summary>
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly where it is not the entry assembly.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The folder of the AppHost project where the assembly does not know it.</summary>
    public string? ProjectDirectory { get; set; }

    public string? DashboardApplicationName { get; set; }

    /// <summary>Starts neither dashboard nor resource service; waits then give up on resources that have ended, as nobody can start them again by hand.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Copies every resource's console to the host's log, category <c>APPLICATION.Resources.NAME</c>.</summary>
    public bool EnableResourceLogging { get; set; }

    public bool AllowUnsecuredTransport { get; set; }
}

public enum DistributedApplicationOperation
{
    Run = 0,
    Publish = 1,
}

/// <summary>What the AppHost is being used for. This library only runs applications.</summary>
public class DistributedApplicationExecutionContext(DistributedApplicationOperation operation)
{
    public DistributedApplicationOperation Operation { get; } = operation;

    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;
}

public class DistributedApplicationException : Exception
{
    public DistributedApplicationException()
    {
    }

    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

public class MissingParameterValueException(string message) : DistributedApplicationException(message);
