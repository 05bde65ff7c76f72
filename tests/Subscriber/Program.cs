using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

// Subscriber amqp://user:password@host:port/ EVENT…      such as: orgs.v1.organization-created billing.v1.invoice-issued
await using var connection = await new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync("subscriber.sample", durable: true, exclusive: false, autoDelete: false);
foreach (var exchange in args[1..])
    await channel.QueueBindAsync("subscriber.sample", exchange, routingKey: "");
var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, message) =>
{
    Console.WriteLine($"{message.Exchange} {message.BasicProperties.MessageId} {Encoding.UTF8.GetString(message.Body.Span)}");
    await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync("subscriber.sample", autoAck: false, consumer);
Console.WriteLine($"Listening for {string.Join(", ", args[1..])}; Enter ends.");
Console.ReadLine();
