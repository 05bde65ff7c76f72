namespace ServiceDefaults.Mail;

/// <summary>A mail as the recipient gets it. <paramref name="Kind"/> names it in metrics and logs, which never show the rest.</summary>
public sealed record Mail(string To, string Subject, string Html, string Text, string Kind);
