-- Beside a chat, 0 told that help waited for it. From now on: 2 a nudge, 1 anything else; which of it is help stands in the encrypted body.
UPDATE outbox SET urgency = 1 WHERE urgency = 0;
