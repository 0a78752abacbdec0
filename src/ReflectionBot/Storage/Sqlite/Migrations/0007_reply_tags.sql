-- Help has names of its own among our messages, so names told who was shown help, and when. From now on only keyed hashes of them are kept:
-- tag_of_reply is a function of the program's. Old names are hashed as well, so that old messages can still be changed and hidden.
ALTER TABLE sent_message ADD COLUMN reply_tag BLOB;

-- In clear for a discussion in a group alone, whose platform may tell that its thread or topic is gone.
ALTER TABLE sent_message ADD COLUMN thread_key TEXT;

UPDATE sent_message SET reply_tag = tag_of_reply(address, reply_key) WHERE reply_key IS NOT NULL;

-- Names of posts in groups: r1, r2.1.
UPDATE sent_message SET thread_key = reply_key WHERE reply_key GLOB 'r[0-9]*';

DROP INDEX sent_message_key;
ALTER TABLE sent_message DROP COLUMN reply_key;
CREATE INDEX sent_message_key ON sent_message (address, reply_tag) WHERE reply_tag IS NOT NULL;
