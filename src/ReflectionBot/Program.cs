using System.Text;
using ReflectionBot.Hosting;
using ReflectionBot.Verbs;

StartMemory.ShareHeap();

// UTF-8 whatever the terminal's locale says: what is piped in and out is data.
using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CommandTree.InvokeAsync(args, input, Console.Out, Console.Error, CancellationToken.None);
