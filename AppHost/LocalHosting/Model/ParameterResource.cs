namespace Aspire.Hosting.ApplicationModel;

/// <summary>Where a parameter gets its value when configuration has none.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>A value given from outside: configuration <c>Parameters:NAME</c>.</summary>
public class ParameterResource : Resource, IExpressionValue
{
    private readonly Func<ParameterDefault?, string> callback;

    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        this.callback = callback;
        Secret = secret;
    }

    public ParameterDefault? Default { get; set; }

    public bool Secret { get; }

    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>The value. While there is none this waits until cancelled, which leaves the resources that need it in the state Starting.</summary>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken)
    {
        if (TryGetValue() is { } value)
        {
            return value;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null;
    }

    internal string? TryGetValue()
    {
        try
        {
            return callback(Default);
        }
        catch (MissingParameterValueException)
        {
            return null;
        }
    }
}
