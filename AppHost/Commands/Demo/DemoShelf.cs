namespace AppHost.Commands.Demo;

/// <summary>A group of a shop's catalogue and what is in it.</summary>
internal sealed record DemoShelf(string Name, IReadOnlyList<DemoShelfItem> Items)
{
    /// <summary>What a seller offers itself; nothing where its plan has no catalogue, or it has not got round to it.</summary>
    public static IReadOnlyList<DemoShelf> Of(DemoCatalogue catalogue, string seller) => seller switch
    {
        "Northwind" or "Fabrikam" => English(catalogue),
        "Rheinblick Systemhaus" => German(catalogue),
        "Hoshizora Networks" => Japanese(catalogue),
        "Harborview IT" => [new DemoShelf("Everything we sell", [new(catalogue.Seat), new(catalogue.Chat), new(catalogue.Installation)])],
        _ => [],
    };

    private static DemoShelf[] English(DemoCatalogue catalogue) =>
    [
        new("Phones", [new(catalogue.Seat), new(catalogue.ContactCentre, Description: "For teams who pick up all day: queues, wallboards, reports and a number that is never engaged."), new(catalogue.Recording)]),
        new("Teamwork", [new(catalogue.Chat), new(catalogue.ChatPlus), new(catalogue.Retention)]),
        new("With our hands", [new(catalogue.Installation), new(catalogue.Workshop, "Half a day with a trainer", "We show your people every button they will need, and none they won't.")]),
    ];

    private static DemoShelf[] German(DemoCatalogue catalogue) =>
    [
        new("Telefonie", [new(catalogue.Seat, "Telefonplatz", "Rufnummer, App und Tischtelefon für einen Menschen."), new(catalogue.ContactCentre, "Servicecenter-Platz", "Warteschlangen, Anzeigetafeln und Berichte.")]),
        new("Zusammenarbeit", [new(catalogue.Chat, "Teamchat", "Kanäle, Anrufe und Dateien für eine Kollegin oder einen Kollegen."), new(catalogue.ChatPlus, "Teamchat Plus", "Mit Gästen und Einmalanmeldung.")]),
        new("Dienstleistungen", [new(catalogue.Installation, "Installation vor Ort", "Wir schließen alles an und bleiben, bis es klingelt.")]),
    ];

    private static DemoShelf[] Japanese(DemoCatalogue catalogue) =>
    [
        new("電話", [new(catalogue.Seat, "クラウド電話", "番号、アプリ、卓上電話を一人分。")]),
        new("チーム", [new(catalogue.Chat, "チームチャット", "チャンネル、通話、ファイル共有。")]),
    ];
}

/// <param name="Name">The product's own if left out, like <paramref name="Description"/>.</param>
internal sealed record DemoShelfItem(DemoProduct Product, string? Name = null, string? Description = null);
