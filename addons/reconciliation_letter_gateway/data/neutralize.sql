-- the original sends what waited; its texts are cancelled in the queue of the copy
UPDATE reconciliation_dispatch
   SET state = 'failed',
       reason = 'This is a copy of the database: the text leaves from the original.'
 WHERE channel = 'text'
   AND state IN ('queued', 'sending', 'handed');
