-- a copy reminds nobody
UPDATE res_company SET reminder_active = FALSE, reminder_letter_auto = FALSE;
UPDATE reminder_message SET state = 'cancelled' WHERE state IN ('ready', 'sending', 'handed');
