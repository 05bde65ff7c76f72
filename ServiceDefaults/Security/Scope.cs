namespace ServiceDefaults.Security;

/// <summary>
/// Whose rows the current unit of work may see. Entered once, by the request pipeline or by the mechanics; whoever reads it before that gets
/// <see cref="ScopeMissingException"/>, so that forgetting it fails instead of showing everything.
/// </summary>
public sealed class Scope
{
    private enum Breadth
    {
        None,
        Caller,
        Realm,
        Installation,
    }

    private Breadth _breadth;
    private Guid _realmId;

    public Caller? Caller { get; private set; }

    /// <summary>The realm's time as of which the work happens: a due time or an event's time. Null means the clock decides.</summary>
    public DateTimeOffset? Now { get; private set; }

    public bool IsEntered => _breadth != Breadth.None;

    /// <summary>True when no organisation limits what is seen: work of the mechanics in a realm, or of the whole installation.</summary>
    public bool IsSystem => Entered() is Breadth.Realm or Breadth.Installation;

    public bool IsInstallation => Entered() is Breadth.Installation;

    /// <exception cref="ScopeMissingException">Nothing was entered, or the scope spans all realms.</exception>
    public Guid RealmId => Entered() is Breadth.Installation
        ? throw new ScopeMissingException("The scope spans the installation: it has no single realm.")
        : _realmId;

    /// <exception cref="ScopeMissingException">Nothing was entered, or no organisation is acting.</exception>
    public Guid OrganizationId
    {
        get
        {
            Entered();
            return Caller?.OrganizationId ?? throw new ScopeMissingException("No organisation is acting in this scope.");
        }
    }

    public void EnterCaller(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Enter(Breadth.Caller, caller.RealmId);
        Caller = caller;
    }

    /// <summary>System work inside one realm: reactions, due work, anonymous operations.</summary>
    public void EnterRealm(Guid realmId, DateTimeOffset? now = null)
    {
        Enter(Breadth.Realm, realmId);
        Now = now;
    }

    /// <summary>Infrastructure that spans all realms: seeding, sign-in look-ups, rebuilds.</summary>
    public void EnterInstallation() => Enter(Breadth.Installation, Guid.Empty);

    private void Enter(Breadth breadth, Guid realmId)
    {
        _breadth = breadth;
        _realmId = realmId;
        Caller = null;
        Now = null;
    }

    private Breadth Entered() => _breadth != Breadth.None
        ? _breadth
        : throw new ScopeMissingException("No scope was entered: a context without a caller or a realm sees nothing.");
}

public sealed class ScopeMissingException(string message) : InvalidOperationException(message);
