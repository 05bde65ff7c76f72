namespace Storefront.Domain.Mails;

/// <summary>What is sent where a seller has written nothing of its own.</summary>
public static class DefaultTemplates
{
    private static readonly Dictionary<(MailKind Kind, string Language), MailTemplate> All = new()
    {
        [(MailKind.OrderConfirmation, "en")] = new(
            "Your order {{order.number}} at {{shop.name}}",
            """
            Hello {{buyer.name}},

            thank you: your order {{order.number}} has arrived.

            {{#each order.lines}}
            {{quantity}} × {{product}}
            {{/each}}

            {{#if order.total}}Total before tax: {{order.total}}{{/if}}

            {{#if order.needsApproval}}{{shop.name}} looks at it and lets you know.{{/if}}

            See how it is going at any time, without signing in:

            {{order.statusUrl}}

            {{#if shop.supportEmail}}Questions? Write to {{shop.supportEmail}}.{{/if}}
            """),
        [(MailKind.ApprovalWanted, "en")] = new(
            "{{buyer.name}} ordered: {{order.number}} waits for your approval",
            """
            {{buyer.name}} placed order {{order.number}}. It waits for your approval until {{order.decideUntil}}.

            {{#each order.lines}}
            {{quantity}} × {{product}}
            {{/each}}

            {{#if order.total}}Total before tax: {{order.total}}{{/if}}
            """),
        [(MailKind.OrderExecuted, "en")] = new(
            "Your order {{order.number}} is done",
            """
            Hello {{buyer.name}},

            everything of your order {{order.number}} that is delivered is ready to use.

            {{#each order.lines}}
            {{quantity}} × {{product}}: {{delivery}}
            {{/each}}

            {{order.statusUrl}}
            """),
        [(MailKind.OrderCanceled, "en")] = new(
            "Your order {{order.number}} was canceled",
            """
            Hello {{buyer.name}},

            your order {{order.number}} was canceled; nothing of it is charged.

            {{#if order.reason}}The reason: {{order.reason}}{{/if}}

            {{order.statusUrl}}

            {{#if shop.supportEmail}}Questions? Write to {{shop.supportEmail}}.{{/if}}
            """),
        [(MailKind.StorefrontWelcome, "en")] = new(
            "Welcome to your own storefront",
            """
            Hello {{reseller.name}},

            your storefront is open. Your customers find it here:

            {{shop.url}}

            Sign in there with the name and password you have, and make it yours: name, logo, colours and a support address.

            {{parent.name}}
            """),
        [(MailKind.OrderConfirmation, "de")] = new(
            "Ihre Bestellung {{order.number}} bei {{shop.name}}",
            """
            Guten Tag {{buyer.name}},

            vielen Dank: Ihre Bestellung {{order.number}} ist eingegangen.

            {{#each order.lines}}
            {{quantity}} × {{product}}
            {{/each}}

            {{#if order.total}}Summe ohne Steuer: {{order.total}}{{/if}}

            {{#if order.needsApproval}}{{shop.name}} prüft sie und meldet sich.{{/if}}

            Den Stand sehen Sie jederzeit ohne Anmeldung:

            {{order.statusUrl}}

            {{#if shop.supportEmail}}Fragen? Schreiben Sie an {{shop.supportEmail}}.{{/if}}
            """),
        [(MailKind.ApprovalWanted, "de")] = new(
            "{{buyer.name}} hat bestellt: {{order.number}} wartet auf Ihre Freigabe",
            """
            {{buyer.name}} hat die Bestellung {{order.number}} aufgegeben. Sie wartet bis {{order.decideUntil}} auf Ihre Freigabe.

            {{#each order.lines}}
            {{quantity}} × {{product}}
            {{/each}}

            {{#if order.total}}Summe ohne Steuer: {{order.total}}{{/if}}
            """),
        [(MailKind.OrderExecuted, "de")] = new(
            "Ihre Bestellung {{order.number}} ist ausgeführt",
            """
            Guten Tag {{buyer.name}},

            was aus Ihrer Bestellung {{order.number}} geliefert wurde, steht bereit.

            {{#each order.lines}}
            {{quantity}} × {{product}}: {{delivery}}
            {{/each}}

            {{order.statusUrl}}
            """),
        [(MailKind.OrderCanceled, "de")] = new(
            "Ihre Bestellung {{order.number}} wurde storniert",
            """
            Guten Tag {{buyer.name}},

            Ihre Bestellung {{order.number}} wurde storniert; berechnet wird davon nichts.

            {{#if order.reason}}Der Grund: {{order.reason}}{{/if}}

            {{order.statusUrl}}

            {{#if shop.supportEmail}}Fragen? Schreiben Sie an {{shop.supportEmail}}.{{/if}}
            """),
        [(MailKind.StorefrontWelcome, "de")] = new(
            "Willkommen in Ihrem eigenen Storefront",
            """
            Guten Tag {{reseller.name}},

            Ihr Storefront ist geöffnet. Ihre Kunden finden ihn hier:

            {{shop.url}}

            Melden Sie sich dort mit Ihrem bekannten Namen und Passwort an und richten Sie ihn ein: Name, Logo, Farben und eine Adresse für Fragen.

            {{parent.name}}
            """),
    };

    /// <summary>In that language, or null where there is none; English there always is.</summary>
    /// <param name="language">As in <see cref="MailLanguage.Normal"/>.</param>
    public static MailTemplate? Find(MailKind kind, string language) => All.GetValueOrDefault((kind, language));

    public static IReadOnlyList<string> Languages { get; } = [.. All.Keys.Select(key => key.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
