using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ServiceDefaults.Storage;

/// <summary>
/// Puts the named filter "scope" on every row that says whose it is. It runs when the model is complete, so a row mapped after
/// <c>base.OnModelCreating</c> cannot slip past it.
/// </summary>
internal sealed class ScopeFilterConvention(ServiceDbContext db) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.BaseType is null && !entity.IsOwned() && Filter(entity.ClrType) is { } filter)
                entity.SetQueryFilter(ServiceDbContext.ScopeFilter, filter);
        }
    }

    private LambdaExpression? Filter(Type row)
    {
        if (!row.IsAssignableTo(typeof(IRealmRow)))
            return null;

        var parameter = Expression.Parameter(row, "row");
        var context = Expression.Constant(db);
        Expression Setting(string name) => Expression.Property(context, typeof(ServiceDbContext), name);
        Expression IsMine(string column) => Expression.Equal(Expression.Property(parameter, column), Setting(nameof(ServiceDbContext.ScopeOrganization)));

        Expression visible = Expression.Equal(Expression.Property(parameter, nameof(IRealmRow.RealmId)), Setting(nameof(ServiceDbContext.ScopeRealm)));
        if (row.IsAssignableTo(typeof(IConnectionRow)))
            visible = Expression.AndAlso(visible, AnyOrganizationOr(Expression.OrElse(IsMine(nameof(IConnectionRow.SellerId)), IsMine(nameof(IConnectionRow.BuyerId)))));
        else if (row.IsAssignableTo(typeof(IOwnedRow)))
            visible = Expression.AndAlso(visible, AnyOrganizationOr(IsMine(nameof(IOwnedRow.OrganizationId))));

        return Expression.Lambda(Expression.OrElse(Setting(nameof(ServiceDbContext.ScopeIsInstallation)), visible), parameter);

        Expression AnyOrganizationOr(Expression mine) => Expression.OrElse(Setting(nameof(ServiceDbContext.ScopeIsSystem)), mine);
    }
}
