using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDefaults.Time;

namespace ServiceDefaults.Messaging;

/// <summary>Everything a service sends, reacts to and does by the clock, on one screen.</summary>
public sealed class ServiceMessaging(string service, IServiceCollection services)
{
    private readonly List<Type> _published = [];
    private readonly List<ReactionRegistration> _reactions = [];
    private readonly List<DueWorkRegistration> _dueWork = [];

    public string Service { get; } = service;

    internal IReadOnlyList<Type> Published => _published;
    internal IReadOnlyList<ReactionRegistration> Reactions => _reactions;
    internal IReadOnlyList<DueWorkRegistration> DueWork => _dueWork;

    /// <summary>Declares the event's exchange, so that subscribers can bind before the first one is sent.</summary>
    public void Publishes<TEvent>()
        where TEvent : class
        => _published.Add(typeof(TEvent));

    /// <summary>Gives the reaction a queue of its own, <c>service.do-this-when-that</c>, bound to the event's exchange.</summary>
    /// <param name="generation">Part of the inbox key. A higher one makes every event count as new, which is how a read model is rebuilt.</param>
    public void React<TEvent, TReaction>(int generation = 1)
        where TEvent : class
        where TReaction : class, IReaction<TEvent>
    {
        services.TryAddScoped<TReaction>();
        _reactions.Add(new ReactionRegistration(
            $"{Service}.{EventName.Kebab(typeof(TReaction).Name)}",
            EventName.Of<TEvent>(),
            generation,
            typeof(TEvent),
            (provider, fact, context, cancellationToken) => provider.GetRequiredService<TReaction>().React((TEvent)fact, context, cancellationToken)));
    }

    public void Due<TWork>()
        where TWork : class, IDueWork
    {
        services.TryAddScoped<TWork>();
        _dueWork.Add(new DueWorkRegistration(
            TWork.Kind,
            (provider, item, cancellationToken) => provider.GetRequiredService<TWork>().Run(item, cancellationToken)));
    }
}

/// <summary>A reaction without its types, as the consumer runs it.</summary>
internal sealed record ReactionRegistration(
    string Queue,
    string Exchange,
    int Generation,
    Type EventType,
    Func<IServiceProvider, object, EventContext, CancellationToken, Task> React);

/// <summary>A kind of due work, as the worker runs it.</summary>
internal sealed record DueWorkRegistration(string Kind, Func<IServiceProvider, DueWorkItem, CancellationToken, Task> Run);
