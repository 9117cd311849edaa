export { SyslogSink } from './syslog-sink.ts'
export { isWebhookSecret, WebhookSink } from './webhook-sink.ts'
