using LocalHosting.TestHost;

// Two programs in one: a service, and the AppHost of an application that has it. Tests start the latter to stop or kill a host from outside.
return args switch
{
    ["serve"] => await Service.RunAsync(),
    ["host", .. var settings] => await SampleHost.RunAsync(settings),
    _ => 64,
};
