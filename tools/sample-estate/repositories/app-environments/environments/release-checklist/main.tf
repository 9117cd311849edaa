locals {
  steps = { for index, step in var.steps : format("%02d %s", index + 1, step.title) => step }

  total_minutes = sum(var.steps[*].minutes)

  heading = "Release of ${var.application} ${var.version_number}"

  facts = compact([
    "Risk: ${var.risk}",
    "Customers affected: ${var.customers_affected ? "yes" : "no"}",
    "Error budget: ${var.error_budget} %",
    var.window == null ? "" : "Window: ${var.window.date} ${var.window.start}, ${var.window.hours} h, ${var.window.time_zone}",
    var.rollback.possible ? "Rollback: ${coalesce(var.rollback.minutes, 0)} minutes. ${var.rollback.note}" : "Rollback: not possible. ${var.rollback.note}",
  ])

  boxes = [for name, step in local.steps : "- [ ] ${name} (${step.owner}, ${step.minutes} min${step.blocking ? "" : ", not blocking"})"]

  checklist = join("\n", concat(
    ["# ${local.heading}", ""],
    [for fact in local.facts : "- ${trimspace(fact)}"],
    [""],
    local.boxes,
    var.notes == "" ? [] : ["", trimspace(var.notes)],
  ))
}

resource "terraform_data" "step" {
  for_each = local.steps

  input = {
    owner    = each.value.owner
    minutes  = each.value.minutes
    blocking = each.value.blocking
    links    = each.value.links
  }

  # A new version starts with nothing ticked.
  triggers_replace = [var.version_number]
}

resource "terraform_data" "checklist" {
  input = local.checklist

  lifecycle {
    precondition {
      condition     = var.rollback.possible || var.risk == "high"
      error_message = "A release that cannot be rolled back is of high risk."
    }

    precondition {
      condition     = var.window == null ? true : local.total_minutes <= var.window.hours * 60
      error_message = "The steps take longer than the window is open."
    }
  }
}

resource "terraform_data" "ticket" {
  input = {
    labels   = var.labels
    closable = nonsensitive(var.change_ticket_token != "")
  }
}
