resource "aws_appautoscaling_target" "this" {
  count = var.autoscaling == null ? 0 : 1

  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${local.cluster_name}/${aws_ecs_service.this.name}"
  min_capacity       = var.autoscaling.min
  max_capacity       = var.autoscaling.max

  tags = local.tags
}

resource "aws_appautoscaling_policy" "cpu" {
  count = var.autoscaling == null ? 0 : 1

  name               = "${var.name}-cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[0].resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = var.autoscaling.target_cpu
    scale_in_cooldown  = var.autoscaling.cooldown
    scale_out_cooldown = var.autoscaling.cooldown

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

locals {
  working_hours = try(var.autoscaling.working_hours, null)

  # name => when it happens and the bounds from then on
  schedule = local.working_hours == null ? {} : {
    open = {
      at  = local.working_hours.start
      min = var.autoscaling.min
      max = var.autoscaling.max
    }
    close = {
      at  = local.working_hours.end
      min = floor(var.autoscaling.min * var.autoscaling.outside_factor)
      max = ceil(var.autoscaling.max * var.autoscaling.outside_factor)
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.schedule

  name               = "${var.name}-${each.key}"
  service_namespace  = aws_appautoscaling_target.this[0].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[0].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[0].resource_id
  timezone           = local.working_hours.time_zone
  schedule           = "cron(${tonumber(split(":", each.value.at)[1])} ${tonumber(split(":", each.value.at)[0])} ? * MON-FRI *)"

  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
