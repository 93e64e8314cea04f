-- Reasons and problems as data beside their English texts, so that they can be worded in any language.
-- {"code": ..., "values": ...}; null where nothing is said, and in what earlier versions wrote.
ALTER TABLE run ADD COLUMN reason_said TEXT CHECK (json_valid(reason_said));
ALTER TABLE probe ADD COLUMN problem_said TEXT CHECK (json_valid(problem_said));
