using Story;
using Testing;

// story DATA-FOLDER: walks the whole story through the platform that runs on the data folder.
if (args is not [var dataFolder, ..])
{
    await Console.Error.WriteLineAsync("Say on which data folder the platform runs. ./run story does.");
    return 2;
}

using var system = await RunningSystem.OfAsync(dataFolder);
try
{
    await new WholeStory(system, Console.Out).TellAsync();
    return 0;
}
catch (Exception)
{
    // The storyteller has said what was not as told.
    return 1;
}
