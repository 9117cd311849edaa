resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name        = "${var.prefix}-${each.key}"
  alarm_description = each.value.description
  namespace         = each.value.namespace
  metric_name       = each.value.metric
  dimensions        = each.value.dimensions

  # Percentiles go into an attribute of their own.
  statistic          = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic = startswith(each.value.statistic, "p") ? each.value.statistic : null

  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.evaluation_periods
  treat_missing_data  = each.value.missing

  actions_enabled = var.actions_enabled
  alarm_actions   = var.topic_arns[each.value.severity]
  ok_actions      = each.value.severity == "info" ? [] : var.topic_arns[each.value.severity]

  tags = merge(var.tags, { Severity = each.value.severity, Module = "platform-modules/cloudwatch-alarms" })
}
