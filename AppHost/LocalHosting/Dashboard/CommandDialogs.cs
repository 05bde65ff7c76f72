using System.Globalization;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard.Wire;

namespace Aspire.Hosting.Dashboard;

/// <summary>Asks the person at the dashboard for what a command needs.</summary>
internal sealed class CommandDialogs
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, Dialog> open = [];
    private readonly List<ChannelWriter<WatchInteractionsResponseUpdate>> watchers = [];
    private int lastId;

    /// <returns>The filled-in arguments, or null when the dialog was dismissed.</returns>
    public async Task<InteractionInputCollection?> AskAsync(ResourceCommandAnnotation command, CancellationToken cancellationToken)
    {
        var dialog = new Dialog(Interlocked.Increment(ref lastId), command);
        lock (gate)
        {
            open.Add(dialog.Id, dialog);
            Send(dialog.Message(errors: null));
        }

        try
        {
            return await dialog.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (gate)
            {
                open.Remove(dialog.Id);
                Send(new WatchInteractionsResponseUpdate { InteractionId = dialog.Id, Complete = new InteractionComplete() });
            }
        }
    }

    /// <summary>Sends what is open, and whatever opens, until disposed.</summary>
    public IDisposable Watch(ChannelWriter<WatchInteractionsResponseUpdate> watcher)
    {
        lock (gate)
        {
            watchers.Add(watcher);
            foreach (var dialog in open.Values)
            {
                watcher.TryWrite(dialog.Message(errors: null));
            }
        }

        return new Watching(this, watcher);
    }

    /// <summary>Takes in an answer. One that is not valid is sent back with what is wrong with it.</summary>
    public void Receive(WatchInteractionsRequestUpdate answer)
    {
        lock (gate)
        {
            if (!open.TryGetValue(answer.InteractionId, out var dialog))
            {
                return;
            }

            if (answer.KindCase == WatchInteractionsRequestUpdate.KindOneofCase.Complete)
            {
                dialog.Answer.TrySetResult(null);
                return;
            }

            // An update is sent while the person is still typing.
            if (answer.KindCase != WatchInteractionsRequestUpdate.KindOneofCase.InputsDialog || answer.ResponseUpdate)
            {
                return;
            }

            dialog.Fill(answer.InputsDialog);
            var errors = dialog.Inputs.Select(i => (i.Name, Error: Error(i))).Where(e => e.Error is not null).ToDictionary(e => e.Name, e => e.Error!, StringComparer.Ordinal);
            if (errors.Count > 0)
            {
                Send(dialog.Message(errors));
            }
            else
            {
                dialog.Answer.TrySetResult(new InteractionInputCollection(dialog.Inputs));
            }
        }
    }

    private static string? Error(InteractionInput input)
    {
        if (string.IsNullOrEmpty(input.Value))
        {
            return input.Required ? "Value is required." : null;
        }

        return input.InputType switch
        {
            InputType.Number when !double.TryParse(input.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "Value must be a number.",
            InputType.Boolean when !bool.TryParse(input.Value, out _) => "Value must be true or false.",
            InputType.Choice when input.Options?.All(o => o.Key != input.Value) == true => "Value must be one of the choices.",
            _ when input.Value.Length > input.MaxLength => $"Value must be at most {input.MaxLength} characters.",
            _ => null,
        };
    }

    private void Send(WatchInteractionsResponseUpdate message) => watchers.ForEach(w => w.TryWrite(message));

    private sealed class Dialog(int id, ResourceCommandAnnotation command)
    {
        public int Id { get; } = id;

        // Copies: the command's own inputs hold what the next dialog starts with.
        public IReadOnlyList<InteractionInput> Inputs { get; } = [.. command.Arguments.Select(i => new InteractionInput
        {
            Name = i.Name,
            Label = i.Label,
            Description = i.Description,
            InputType = i.InputType,
            Required = i.Required,
            Options = i.Options,
            Value = i.Value,
            Placeholder = i.Placeholder,
            MaxLength = i.MaxLength,
            Disabled = i.Disabled,
        })];

        public TaskCompletionSource<InteractionInputCollection?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fill(InteractionInputsDialog answer)
        {
            foreach (var input in Inputs)
            {
                input.Value = answer.InputItems.FirstOrDefault(i => i.Name == input.Name)?.Value ?? input.Value;
            }
        }

        public WatchInteractionsResponseUpdate Message(IReadOnlyDictionary<string, string>? errors)
        {
            var inputs = new InteractionInputsDialog();
            inputs.InputItems.AddRange(Inputs.Select(i => From(i, errors?.GetValueOrDefault(i.Name))));
            return new WatchInteractionsResponseUpdate
            {
                InteractionId = Id,
                Title = command.DisplayName,
                Message = command.DisplayDescription ?? string.Empty,
                PrimaryButtonText = "OK",
                SecondaryButtonText = "Cancel",
                ShowSecondaryButton = true,
                ShowDismiss = true,
                InputsDialog = inputs,
            };
        }

        private static DialogInput From(InteractionInput input, string? error)
        {
            var message = new DialogInput
            {
                Name = input.Name,
                Label = input.Label ?? input.Name,
                Description = input.Description ?? string.Empty,
                Placeholder = input.Placeholder ?? string.Empty,
                InputType = (DialogInputType)((int)input.InputType + 1),
                Required = input.Required,
                Value = input.Value ?? string.Empty,
                MaxLength = input.MaxLength ?? 0,
                Disabled = input.Disabled,
            };
            foreach (var (key, text) in input.Options ?? [])
            {
                message.Options.Add(key, text);
            }

            if (error is not null)
            {
                message.ValidationErrors.Add(error);
            }

            return message;
        }
    }

    private sealed class Watching(CommandDialogs dialogs, ChannelWriter<WatchInteractionsResponseUpdate> watcher) : IDisposable
    {
        public void Dispose()
        {
            lock (dialogs.gate)
            {
                dialogs.watchers.Remove(watcher);
            }
        }
    }
}
