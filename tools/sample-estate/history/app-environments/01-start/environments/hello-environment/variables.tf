variable "recipient" {
  description = "Whom to greet."
  type        = string
  default     = "world"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z -]{0,39}$", var.recipient))
    error_message = "The name must start with a letter and have at most 40 letters, spaces and hyphens."
  }
}

variable "repeat" {
  description = "How often each greeting is said."
  type        = number
  default     = 1

  validation {
    condition     = var.repeat >= 1 && var.repeat <= 5
    error_message = "Between one and five times."
  }
}

variable "shout" {
  description = "Say it in capital letters."
  type        = bool
  default     = false
}
