variable "application" {
  description = "Application that is released."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,39}$", var.application))
    error_message = "The name must start with a letter and have 3 to 40 lower-case letters, digits and hyphens."
  }
}

variable "version_number" {
  description = "Version that is released, such as 4.12.0 or 4.12.0-rc.1."
  type        = string

  validation {
    condition     = can(regex("^\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.]+)?$", var.version_number))
    error_message = "The version must be a semantic version without a leading v."
  }
}

variable "customers_affected" {
  description = "Whether customers may notice the release. Somebody must say so: there is no default."
  type        = bool
}

variable "risk" {
  description = "How much can go wrong."
  type        = string
  default     = "medium"

  validation {
    condition     = contains(["low", "medium", "high"], var.risk)
    error_message = "The risk must be low, medium or high."
  }
}

variable "steps" {
  description = "What is done, in order."

  type = list(object({
    title    = string
    owner    = string
    minutes  = optional(number, 10)
    blocking = optional(bool, true)
    links    = optional(map(string), {})
  }))

  default = [
    { title = "Freeze the main branch", owner = "release-manager", minutes = 5 },
    { title = "Deploy to production", owner = "release-manager", minutes = 30 },
    { title = "Watch the dashboards", owner = "on-call", minutes = 60, blocking = false },
  ]

  validation {
    condition     = length(var.steps) > 0 && length(distinct(var.steps[*].title)) == length(var.steps)
    error_message = "Give at least one step, and each title once."
  }

  validation {
    condition     = alltrue([for step in var.steps : step.minutes > 0 && step.minutes <= 480])
    error_message = "A step takes between one minute and eight hours."
  }
}

variable "approvers" {
  description = "Mail addresses of those who must agree. A release of high risk needs two."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.approvers : endswith(address, "@northbank.example")])
    error_message = "Approvers are colleagues: their addresses end with @northbank.example."
  }

  validation {
    condition     = var.risk != "high" || length(var.approvers) >= 2
    error_message = "A release of high risk needs at least two approvers."
  }
}

variable "window" {
  description = "When the release may happen."

  type = object({
    date      = string
    start     = optional(string, "20:00")
    hours     = optional(number, 2)
    time_zone = optional(string, "Europe/Oslo")
  })

  default = null

  validation {
    condition     = var.window == null ? true : can(formatdate("YYYY", "${var.window.date}T${var.window.start}:00Z"))
    error_message = "Write the date as 2026-05-31 and the start as 20:00."
  }
}

variable "rollback" {
  description = "How to go back."

  type = object({
    possible = bool
    minutes  = optional(number)
    note     = optional(string, "")
  })

  default = {
    possible = true
    minutes  = 15
  }

  nullable = false
}

variable "notes" {
  description = <<-EOT
    Anything else: links, "known issues", names.
    # A line that starts with a hash becomes a heading — as in Markdown.
  EOT

  type    = string
  default = ""
}

variable "change_ticket_token" {
  description = "Token with which the change ticket is closed."
  type        = string
  default     = ""
  sensitive   = true
}
