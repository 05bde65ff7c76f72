using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using ServiceDefaults.Security;
using Testing;

namespace ServiceDefaults.Tests.Security;

/// <summary>Against a real issuer on a loopback port, with a clock that the test moves.</summary>
public sealed class TokenValidationTests : IAsyncLifetime
{
    private readonly Caller _caller = TestTokens.AnyCaller();
    private readonly MovableTime _time = new(DateTimeOffset.UtcNow);
    private readonly ServiceProvider _http = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    private TestTokens? _issuer;
    private PublishedSigningKeys? _keys;
    private TokenValidation? _validation;

    public async ValueTask InitializeAsync()
    {
        _issuer = await TestTokens.StartAsync();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_issuer.Configuration).Build();
        _keys = new PublishedSigningKeys(_http.GetRequiredService<IHttpClientFactory>(), configuration, _time, NullLogger<PublishedSigningKeys>.Instance);
        _validation = new TokenValidation(_keys, _issuer.Issuer, _time);
    }

    [Fact]
    public async Task Validate_SameTokenAgain_IsTheRememberedOutcome()
    {
        var token = _issuer!.Of(_caller);
        var first = await Validate(token);
        Assert.True(first.IsValid);
        Assert.Same(first, await Validate(token));
    }

    [Fact]
    public async Task Validate_RememberedTokenPastItsEnd_IsRefused()
    {
        var token = _issuer!.Of(_caller, _time.Now.AddMinutes(5));
        Assert.True((await Validate(token)).IsValid);
        _time.Now = _time.Now.AddMinutes(5).AddSeconds(11);
        Assert.False((await Validate(token)).IsValid);
    }

    [Fact]
    public async Task Validate_SignedWithANewKey_IsAcceptedAndSoIsTheOldOne()
    {
        var old = _issuer!.Of(_caller);
        Assert.True((await Validate(old)).IsValid);
        _time.Now += TimeSpan.FromSeconds(2);
        _issuer.Rotate();
        Assert.True((await Validate(_issuer.Of(_caller))).IsValid);
        Assert.True((await Validate(old)).IsValid);
        Assert.Equal(2, _issuer.KeyReads);
    }

    [Fact]
    public async Task Validate_MadeUpKeyIds_AskTheIssuerOnceASecond()
    {
        Assert.True((await Validate(_issuer!.Of(_caller))).IsValid);
        _time.Now += TimeSpan.FromSeconds(2);
        var reads = _issuer.KeyReads;
        for (var i = 0; i < 20; i++)
            Assert.Null(await _keys!.Find($"made up {i}", CancellationToken.None));
        Assert.Equal(reads + 1, _issuer.KeyReads);
    }

    [Fact]
    public async Task Validate_KeyWithdrawn_IsRefusedOnceTheKeysAreReadAgain()
    {
        var old = _issuer!.Of(_caller, _time.Now.AddHours(1));
        _issuer.Rotate();
        _issuer.WithdrawOldKeys();
        Assert.True((await Validate(_issuer.Of(_caller))).IsValid);
        Assert.False((await Validate(old)).IsValid);
    }

    [Fact]
    public async Task Validate_IssuerGone_KnownKeysStayInUse()
    {
        Assert.True((await Validate(_issuer!.Of(_caller))).IsValid);
        var later = _issuer.Of(_caller, _time.Now.AddHours(1));
        await _issuer.StopAsync();
        _time.Now += TimeSpan.FromMinutes(11);
        Assert.True((await Validate(later)).IsValid);
    }

    [Fact]
    public async Task Keep_MoreThanFits_ForgetsTheLeastUsedAndKeepsWhatIsInUse()
    {
        var outcomes = new ValidatedTokens(_time);
        var outcome = await Validate(_issuer!.Of(_caller));
        outcomes.Keep("in use", outcome, _time.Now.AddHours(1));
        outcomes.Keep("forgotten", outcome, _time.Now.AddHours(1));
        for (var i = 0; i < 20_000; i++)
        {
            outcomes.Keep($"token {i}", outcome, _time.Now.AddHours(1));
            Assert.NotNull(outcomes.Find("in use"));
        }

        Assert.Null(outcomes.Find("forgotten"));
    }

    public async ValueTask DisposeAsync()
    {
        _keys?.Dispose();
        await _http.DisposeAsync();
        if (_issuer is not null)
            await _issuer.DisposeAsync();
    }

    private Task<TokenValidationResult> Validate(string token) => _validation!.Validate(token);

    private sealed class MovableTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
