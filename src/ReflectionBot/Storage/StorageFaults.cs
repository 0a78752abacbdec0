namespace ReflectionBot.Storage;

/// <summary>
/// The storage does not answer: file gone, damaged, full, busy for too long. Nothing was written unless the outcome of a
/// commit is unknown; offering the same Input again is always safe. The message holds no content.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The key file does not belong to this database, or is not there; the message says how to recover. Stops the start.</summary>
public sealed class StorageKeyException(string message) : Exception(message);
