-- a copy must not send: switches off, secrets and addresses for receipts gone
UPDATE sms_gateway_account
   SET enabled = FALSE,
       enabled_database = NULL,
       secret = NULL,
       receipt_token = NULL;
UPDATE message_robot
   SET enabled = FALSE,
       enabled_database = NULL,
       secret = NULL,
       webhook_key = NULL;
-- what waited in the original is sent there
UPDATE sms_sms
   SET state = 'canceled'
 WHERE state = 'outgoing'
   AND gateway_account_id IS NOT NULL;
