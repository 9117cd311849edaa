variable "desired_count" {
  description = "Tasks to run, or to start with if there is autoscaling. 0 stops the service."
  type        = number
  default     = 2

  validation {
    condition     = var.desired_count >= 0 && floor(var.desired_count) == var.desired_count
    error_message = "Give a whole number that is not negative."
  }
}

variable "autoscaling" {
  description = "Grow and shrink with the load. The count is fixed if absent."

  type = object({
    min            = number
    max            = number
    target_cpu     = optional(number, 60)
    cooldown       = optional(number, 120)
    working_hours  = optional(object({ start = string, end = string, time_zone = optional(string, "Europe/Oslo") }))
    outside_factor = optional(number, 0.5)
  })

  default = null

  validation {
    condition     = var.autoscaling == null ? true : var.autoscaling.min <= var.autoscaling.max
    error_message = "The minimum must not be above the maximum."
  }

  validation {
    condition     = try(var.desired_count >= var.autoscaling.min && var.desired_count <= var.autoscaling.max, true)
    error_message = "The service must start within its bounds."
  }
}

variable "spot_share" {
  description = "Share of the tasks on Fargate Spot, in percent."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.spot_share >= 0 && var.spot_share <= 100
    error_message = "Between 0 and 100 percent."
  }
}
