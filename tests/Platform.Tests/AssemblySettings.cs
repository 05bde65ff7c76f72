// The tests share one running platform, and some of them break parts of it for a while.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
