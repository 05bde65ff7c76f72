using Microsoft.EntityFrameworkCore.Migrations;

namespace Storefront.Api.Storage.Migrations;

/// <summary>
/// What keeps the counts: statement triggers, so that a statement about many rows adds once to each count that it changes, and one that changes nothing
/// that is counted adds to none. Taking a free row instead of waiting for a taken one (SKIP LOCKED) is what lets ten thousand events of one account
/// be handled side by side, and keeps two transactions from ever waiting for each other's counts.
/// </summary>
internal static class CountTriggers
{
    /// <summary>In the migration that makes the tables. From the first trigger on nobody writes what is counted until it commits, so nothing is missed.</summary>
    public static void KeepCounts(this MigrationBuilder migration)
    {
        migration.Sql(SubscriptionFunctions);
        migration.Sql(Triggers("subscription", "count_subscriptions"));
        migration.Sql(
            """
            INSERT INTO subscription_count (realm_id, connection_id, seller_id, buyer_id, kind, is_under_main, status, count)
            SELECT realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status, count(*)
            FROM subscription GROUP BY 1, 2, 3, 4, 5, 6, 7;
            """);
        migration.Sql(OrderFunctions);
        migration.Sql(Triggers("shop_order", "count_shop_orders"));
        migration.Sql(
            """
            INSERT INTO shop_order_count (realm_id, seller_id, buyer_id, status, count)
            SELECT realm_id, seller_id, buyer_id, status, count(*) FROM shop_order GROUP BY 1, 2, 3, 4;
            """);
    }

    public static void StopCounting(this MigrationBuilder migration)
    {
        foreach (var (table, function) in (ReadOnlySpan<(string, string)>)[("subscription", "count_subscriptions"), ("shop_order", "count_shop_orders")])
        {
            migration.Sql(
                $"""
                DROP TRIGGER counted_when_added ON {table};
                DROP TRIGGER counted_when_changed ON {table};
                DROP TRIGGER counted_when_gone ON {table};
                DROP FUNCTION {function};
                """);
        }

        migration.Sql("DROP FUNCTION add_to_subscription_count; DROP FUNCTION add_to_shop_order_count;");
    }

    private static string Triggers(string table, string function) =>
        $"""
        CREATE TRIGGER counted_when_added AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        CREATE TRIGGER counted_when_changed AFTER UPDATE ON {table}
            REFERENCING OLD TABLE AS gone NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        CREATE TRIGGER counted_when_gone AFTER DELETE ON {table}
            REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        """;

    private const string SubscriptionFunctions =
        """
        CREATE FUNCTION add_to_subscription_count(realm uuid, connection uuid, seller uuid, buyer uuid, sort text, under_main boolean,
            standing text, change bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE subscription_count SET count = count + change WHERE id = (
                SELECT id FROM subscription_count
                WHERE buyer_id = buyer AND connection_id = connection AND status = standing AND realm_id = realm AND seller_id = seller AND kind = sort AND is_under_main = under_main
                LIMIT 1 FOR UPDATE SKIP LOCKED);
            IF NOT FOUND THEN
                INSERT INTO subscription_count (realm_id, connection_id, seller_id, buyer_id, kind, is_under_main, status, count)
                VALUES (realm, connection, seller, buyer, sort, under_main, standing, change);
            END IF;
        END $$;

        CREATE FUNCTION count_subscriptions() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                PERFORM add_to_subscription_count(realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status, count(*))
                FROM added GROUP BY realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status;
            ELSIF TG_OP = 'DELETE' THEN
                PERFORM add_to_subscription_count(realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status, -count(*))
                FROM gone GROUP BY realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status;
            ELSE
                PERFORM add_to_subscription_count(realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status, sum(change)::bigint)
                FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM gone) AS moved
                GROUP BY realm_id, connection_id, seller_id, buyer_id, kind, main_subscription_id IS NOT NULL, status
                HAVING sum(change) <> 0;
            END IF;
            RETURN NULL;
        END $$;
        """;

    private const string OrderFunctions =
        """
        CREATE FUNCTION add_to_shop_order_count(realm uuid, seller uuid, buyer uuid, standing text, change bigint) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            UPDATE shop_order_count SET count = count + change WHERE id = (
                SELECT id FROM shop_order_count WHERE buyer_id = buyer AND seller_id = seller AND status = standing AND realm_id = realm LIMIT 1 FOR UPDATE SKIP LOCKED);
            IF NOT FOUND THEN
                INSERT INTO shop_order_count (realm_id, seller_id, buyer_id, status, count) VALUES (realm, seller, buyer, standing, change);
            END IF;
        END $$;

        CREATE FUNCTION count_shop_orders() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                PERFORM add_to_shop_order_count(realm_id, seller_id, buyer_id, status, count(*)) FROM added GROUP BY realm_id, seller_id, buyer_id, status;
            ELSIF TG_OP = 'DELETE' THEN
                PERFORM add_to_shop_order_count(realm_id, seller_id, buyer_id, status, -count(*)) FROM gone GROUP BY realm_id, seller_id, buyer_id, status;
            ELSE
                PERFORM add_to_shop_order_count(realm_id, seller_id, buyer_id, status, sum(change)::bigint)
                FROM (SELECT *, 1 AS change FROM added UNION ALL SELECT *, -1 FROM gone) AS moved
                GROUP BY realm_id, seller_id, buyer_id, status HAVING sum(change) <> 0;
            END IF;
            RETURN NULL;
        END $$;
        """;
}
