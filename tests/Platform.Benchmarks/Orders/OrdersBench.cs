using Platform.Benchmarks.Measuring;

namespace Platform.Benchmarks.Orders;

/// <summary>The storefront: what accepting an order costs above its statements, and whether a large account is served like a small one.</summary>
public static class OrdersBench
{
    public const string Service = "services/Storefront/Storefront.Api/Storefront.Api.csproj";

    public static async Task<int> RunAsync(Report report)
    {
        await AcceptedOrders.MeasureAsync(report);
        await LargeAccount.MeasureAsync(report);
        return await report.FinishAsync();
    }
}
