variable "prefix" {
  description = "Start of every alarm's name, such as payments-api."
  type        = string
}

variable "alarms" {
  description = "Alarms, by the rest of their names."

  type = map(object({
    description        = string
    namespace          = string
    metric             = string
    dimensions         = optional(map(string), {})
    statistic          = optional(string, "Average")
    comparison         = optional(string, "GreaterThanThreshold")
    threshold          = number
    period             = optional(number, 60)
    evaluation_periods = optional(number, 5)
    missing            = optional(string, "missing")
    severity           = optional(string, "warning")
  }))

  validation {
    condition     = length(var.alarms) > 0
    error_message = "Give at least one alarm."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains(["Average", "Sum", "Minimum", "Maximum", "SampleCount"], alarm.statistic) || can(regex("^p[0-9]{1,2}(\\.[0-9]+)?$", alarm.statistic))])
    error_message = "The statistic must be Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p99."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains(["info", "warning", "critical"], alarm.severity)])
    error_message = "The severity must be info, warning or critical."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains([10, 30], alarm.period) || alarm.period % 60 == 0])
    error_message = "The period must be 10, 30 or a multiple of 60 seconds."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains(["missing", "ignore", "breaching", "notBreaching"], alarm.missing)])
    error_message = "Missing points may count as missing, ignore, breaching or notBreaching."
  }
}

variable "topic_arns" {
  description = "SNS topics that are told, by severity."

  type = object({
    info     = optional(set(string), [])
    warning  = optional(set(string), [])
    critical = set(string)
  })

  validation {
    condition     = length(var.topic_arns.critical) > 0
    error_message = "Somebody must hear of critical alarms."
  }
}

variable "actions_enabled" {
  description = "Tell the topics. false: alarms change silently, for example during a migration."
  type        = bool
  default     = true
  nullable    = false
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
