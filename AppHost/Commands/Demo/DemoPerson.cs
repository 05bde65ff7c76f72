namespace AppHost.Commands.Demo;

/// <summary>Somebody to sign in as.</summary>
/// <param name="Realm">The slug of the realm that the person signs in to.</param>
/// <param name="Who">What the person is, in words.</param>
internal sealed record DemoPerson(string Email, string Password, string Realm, string Who);
