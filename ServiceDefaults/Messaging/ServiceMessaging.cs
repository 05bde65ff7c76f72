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
    internal IEnumerable<ReactionQueue> Queues => _reactions.GroupBy(reaction => reaction.Queue, (name, reactions) => new ReactionQueue(name, [.. reactions]), StringComparer.Ordinal);
    internal IReadOnlyList<DueWorkRegistration> DueWork => _dueWork;

    /// <summary>Declares the event's exchange, so that subscribers can bind before the first one is sent.</summary>
    public void Publishes<TEvent>()
        where TEvent : class
        => _published.Add(typeof(TEvent));

    /// <summary>
    /// Gives the reaction a queue of its own, <c>service.do-this-when-that</c>, bound to the event's exchange. A reaction to several events is named
    /// once for each, and has one queue for all.
    /// </summary>
    /// <param name="generation">Part of the inbox key. A higher one makes every event count as new, which is how a read model is rebuilt.</param>
    /// <param name="fromTheStart">Set it for read models: new in a system that runs, the reaction first gets every event there has been. Otherwise it
    /// gets those from its first start on, and those of the minutes before it, when the publishers may have been quicker.</param>
    /// <param name="onlyIf">Of which events there is anything to do for it, as far as the event alone tells. The others are acknowledged and leave no trace:
    /// no transaction, no place in the inbox.</param>
    /// <param name="inBatches">Events that wait are handled together, in one transaction and in the order of their aggregates. So are those of read models. It is
    /// for reactions that lock rows of the event's aggregate and no others: of two transactions that lock many in different orders, one fails.</param>
    public void React<TEvent, TReaction>(int generation = 1, bool fromTheStart = false, bool inBatches = false, Func<TEvent, EventContext, bool>? onlyIf = null)
        where TEvent : class
        where TReaction : class, IReaction<TEvent>
    {
        services.TryAddScoped<TReaction>();
        _reactions.Add(new ReactionRegistration(
            $"{Service}.{EventName.Kebab(typeof(TReaction).Name)}",
            EventName.Of<TEvent>(),
            generation,
            fromTheStart,
            inBatches || fromTheStart,
            typeof(TEvent),
            (fact, context) => onlyIf?.Invoke((TEvent)fact, context) != false,
            (provider, fact, context, cancellationToken) => provider.GetRequiredService<TReaction>().React((TEvent)fact, context, cancellationToken)));
    }

    /// <summary>Due work of a kind. What falls due at one instant runs kind by kind, in the order in which they are named here.</summary>
    public void Due<TWork>()
        where TWork : class, IDueWork
    {
        services.TryAddScoped<TWork>();
        _dueWork.Add(new DueWorkRegistration(
            TWork.Kind,
            MostAtOnce: 1,
            async (provider, items, cancellationToken) =>
            {
                await provider.GetRequiredService<TWork>().Run(items[0], cancellationToken);
                return [];
            }));
    }

    /// <summary>As <see cref="Due"/>, for work that takes many items of one instant at once.</summary>
    public void DueInBatches<TWork>()
        where TWork : class, IBatchedDueWork
    {
        services.TryAddScoped<TWork>();
        _dueWork.Add(new DueWorkRegistration(
            TWork.Kind,
            TWork.MostAtOnce,
            (provider, items, cancellationToken) => provider.GetRequiredService<TWork>().RunSome(items, cancellationToken)));
    }
}

/// <summary>A reaction without its types, as the consumer runs it.</summary>
internal sealed record ReactionRegistration(
    string Queue,
    string Exchange,
    int Generation,
    bool FromTheStart,
    bool InBatches,
    Type EventType,
    Func<object, EventContext, bool> Concerns,
    Func<IServiceProvider, object, EventContext, CancellationToken, Task> React);

/// <summary>A kind of due work, as the worker runs it.</summary>
/// <param name="Run">Returns the items that it has left.</param>
internal sealed record DueWorkRegistration(
    string Kind, int MostAtOnce, Func<IServiceProvider, IReadOnlyList<DueWorkItem>, CancellationToken, Task<IReadOnlyList<DueWorkItem>>> Run);
