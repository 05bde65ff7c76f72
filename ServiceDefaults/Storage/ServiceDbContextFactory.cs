using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using ServiceDefaults.Security;

namespace ServiceDefaults.Storage;

/// <summary>Lets the migrations tool build a service's model without a server. Derive once per service.</summary>
public abstract class ServiceDbContextFactory<TDb> : IDesignTimeDbContextFactory<TDb>
    where TDb : ServiceDbContext
{
    public TDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<TDb>();
        options.UseNpgsql("Host=localhost", ServiceDbOptions.Configure);
        return (TDb)Activator.CreateInstance(typeof(TDb), options.Options, new Scope())!;
    }
}
