using System.Reflection;
using RabbitMQ.Client;

namespace ServiceDefaults.Tests.Messaging;

/// <summary>A channel whose acknowledgements never reach the broker: what a process is that dies just before them.</summary>
public class DumbChannel : DispatchProxy
{
    private IChannel _channel = null!;

    public static IChannel Of(IChannel channel)
    {
        var dumb = Create<IChannel, DumbChannel>();
        ((DumbChannel)dumb)._channel = channel;
        return dumb;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IChannel.BasicAckAsync) ? ValueTask.CompletedTask : targetMethod.Invoke(_channel, args);
}
