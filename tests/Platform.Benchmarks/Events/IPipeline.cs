namespace Platform.Benchmarks.Events;

/// <summary>A way from a writer's commit to a reader's commit through the broker.</summary>
public interface IPipeline : IAsyncDisposable
{
    /// <summary>Commits a row and has its event sent. Returns when both are the pipeline's promise: the outbox' with the commit, the raw one's with the confirm.</summary>
    Task WriteAsync(Guid id);
}
