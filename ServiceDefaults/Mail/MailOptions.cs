namespace ServiceDefaults.Mail;

/// <summary>Settings below <c>Mail:</c>. The server is the connection string <c>mail</c>, smtp://[user:password@]host:port.</summary>
public sealed class MailOptions
{
    public string From { get; set; } = "Platform <no-reply@platform.localhost>";

    /// <summary>Tries before a mail is given up.</summary>
    public int Attempts { get; set; } = 10;

    /// <summary>Pause after the first failure; it doubles with every further one, up to an hour.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);
}
