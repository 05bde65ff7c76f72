namespace ServiceDefaults.Web;

/// <summary>An answer's body that says which version of the thing it shows; the answer then carries it as its ETag.</summary>
public interface IVersionedView
{
    long Version { get; }
}
