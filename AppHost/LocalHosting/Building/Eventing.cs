using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing
{
    public interface IDistributedApplicationEvent;

    public interface IDistributedApplicationResourceEvent : IDistributedApplicationEvent
    {
        IResource Resource { get; }
    }

    public class DistributedApplicationEventSubscription(Func<IDistributedApplicationEvent, CancellationToken, Task> callback)
    {
        public Func<IDistributedApplicationEvent, CancellationToken, Task> Callback { get; } = callback;
    }

    public interface IDistributedApplicationEventing
    {
        DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
            where T : IDistributedApplicationEvent;

        DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
            where T : IDistributedApplicationResourceEvent;

        void Unsubscribe(DistributedApplicationEventSubscription subscription);

        /// <summary>Calls the subscribers one after the other, in the order in which they subscribed.</summary>
        Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
            where T : IDistributedApplicationEvent;
    }

    internal sealed class DistributedApplicationEventing : IDistributedApplicationEventing
    {
        private readonly Lock gate = new();
        private readonly List<(Type EventType, DistributedApplicationEventSubscription Subscription)> subscriptions = [];

        public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
            where T : IDistributedApplicationEvent
        {
            var subscription = new DistributedApplicationEventSubscription((e, cancellationToken) => callback((T)e, cancellationToken));
            lock (gate)
            {
                subscriptions.Add((typeof(T), subscription));
            }

            return subscription;
        }

        public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
            where T : IDistributedApplicationResourceEvent =>
            Subscribe<T>((e, cancellationToken) => e.Resource == resource ? callback(e, cancellationToken) : Task.CompletedTask);

        public void Unsubscribe(DistributedApplicationEventSubscription subscription)
        {
            lock (gate)
            {
                subscriptions.RemoveAll(s => s.Subscription == subscription);
            }
        }

        public async Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default)
            where T : IDistributedApplicationEvent
        {
            DistributedApplicationEventSubscription[] matching;
            lock (gate)
            {
                matching = [.. subscriptions.Where(s => s.EventType == typeof(T)).Select(s => s.Subscription)];
            }

            foreach (var subscription in matching)
            {
                await subscription.Callback(@event, cancellationToken);
            }
        }
    }
}

namespace Aspire.Hosting.ApplicationModel
{
    using Aspire.Hosting.Eventing;

    /// <summary>The moment for a resource that is no process of its own to say what it is doing. Published once, without waiting for its subscribers.</summary>
    public class InitializeResourceEvent(
        IResource resource,
        IDistributedApplicationEventing distributedApplicationEventing,
        ResourceLoggerService resourceLoggerService,
        ResourceNotificationService resourceNotificationService,
        IServiceProvider services) : IDistributedApplicationResourceEvent
    {
        public IResource Resource { get; } = resource;

        public IDistributedApplicationEventing Eventing { get; } = distributedApplicationEventing;

        public Microsoft.Extensions.Logging.ILogger Logger { get; } = resourceLoggerService.GetLogger(resource);

        public ResourceNotificationService Notifications { get; } = resourceNotificationService;

        public IServiceProvider Services { get; } = services;
    }

    /// <summary>Everything the resource waits for is there; it is about to be started.</summary>
    public class BeforeResourceStartedEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
    {
        public IResource Resource { get; } = resource;

        public IServiceProvider Services { get; } = services;
    }

    /// <summary>The resource is healthy for the first time since it started. What waits for it goes on when all subscribers are done.</summary>
    public class ResourceReadyEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
    {
        public IResource Resource { get; } = resource;

        public IServiceProvider Services { get; } = services;
    }
}

namespace Aspire.Hosting
{
    using Aspire.Hosting.Eventing;

    public static class DistributedApplicationEventingExtensions
    {
        public static IResourceBuilder<T> OnInitializeResource<T>(
            this IResourceBuilder<T> builder,
            Func<T, InitializeResourceEvent, CancellationToken, Task> callback)
            where T : IResource => builder.On(callback);

        public static IResourceBuilder<T> OnBeforeResourceStarted<T>(
            this IResourceBuilder<T> builder,
            Func<T, BeforeResourceStartedEvent, CancellationToken, Task> callback)
            where T : IResource => builder.On(callback);

        public static IResourceBuilder<T> OnResourceReady<T>(
            this IResourceBuilder<T> builder,
            Func<T, ResourceReadyEvent, CancellationToken, Task> callback)
            where T : IResource => builder.On(callback);

        private static IResourceBuilder<T> On<T, TEvent>(this IResourceBuilder<T> builder, Func<T, TEvent, CancellationToken, Task> callback)
            where T : IResource
            where TEvent : IDistributedApplicationResourceEvent
        {
            builder.ApplicationBuilder.Eventing.Subscribe<TEvent>(builder.Resource, (e, cancellationToken) => callback(builder.Resource, e, cancellationToken));
            return builder;
        }
    }
}
