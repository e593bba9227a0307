"""Everything that changes plans and tasks. Keyword-only, ``by`` is the acting user, one transaction with its audit rows.

Errors (``weicheng.work.plans.errors``), each with one Chinese sentence as ``str(error)``:
``NotAllowed`` (a PermissionDenied: who may), ``NotPossible`` (what the state allows; ``.tasks`` where tasks block),
``Invalid`` (``.field``), ``RefusedUpload``, ``DuplicateFile`` (``.plan``), ``StaleRow`` / ``StaleTask`` (``.current``, ``.by``,
``.at``, ``.changes`` = [(label, before, after)]: somebody changed it meanwhile; nothing was overwritten).
Rules in pairs in ``permissions``: ``check_user_can_X(user, obj)`` raises NotAllowed or NotPossible, ``user_can_X(user, obj)`` answers;
X = upload_plan(campaign) review_plan(plan) publish_plan(plan) withdraw_plan(plan) discard_plan(plan) change_task(task)
report_progress(task, unit) confirm_entry(entry) import_ledger(campaign) share_view(campaign) renew_feed(unit).

uploading     unpack_upload(upload, name) -> [(name, file)]: the papers of a zip, else the file itself
              upload_plan(by, campaign, upload: File, name, year=None, revises=None) -> Plan (state READING; plan.job has the progress)
              cancel_reading(by, plan); read_again(by, plan, year=None); discard_plan(by, plan)
reading       read_plan(job): the job "plans.read"; not called by pages
reviewing     edit_row(by, row, version, changes, reason="") -> row; confirm_row(by, row, version); reopen_row(by, row, version)
              drop_row(by, row, version, reason=""); restore_row(by, row, version); bulk_set(by, plan, rows: ids, changes) -> int;
              confirm_rows(by, plan, rows: ids) -> int; assign_rows(by, plan, people: [User], rows: ids | None) -> {user_id: n}
              changes = any of reviewing.EDITABLE: title start_on due_on deadline_text recurrence_text rrule quota quantities
              section category; values as the model holds them (dates also as ISO text, "" = none)
              bulk changes = category due_on lead (Unit | None) assigned_to (User | None) checked (True)
restructuring split_row(by, row, version, at: offset in plan.text) -> (row, new); merge_with_previous(by, row, version) -> row;
              split_by_selection(by, row, version, start, end) -> [rows];
              prefill(plan, start, end) -> dict; add_row(by, plan, start, end, changes=None) -> row (reads the selection)
owning        add_owner(by, row, version, unit=None, person=None, role="lead", text=""); remove_owner(by, owner, version);
              change_owner(by, owner, version, unit=None, person=None, role=None, everywhere=False) -> int: ``everywhere``
              gives every equal string of the plan the same unit; create_unit(by, owner, version, name, kind, ...) -> Unit
joining       join_rows(by, row, same_as: DraftRow | Task); separate_row(by, row); reject_proposal(by, row, other);
              set_continuation(by, row, task | None): in a revision, which old task the row goes on with
editions      set_revised(by, plan, revises: Plan | None) -> rows that go on: a paper under review replaces another, or not
undoing       undo_last(by, plan) -> str (what was undone) | raises NotPossible, StaleRow
publishing    publication_preview(plan, only_checked=False) -> Preview
              publish_plan(by, plan, decisions: Decisions(only_checked, create_units, withdraw_gone: task ids)) -> Published
              withdraw_plan(by, plan, reason); blocking_tasks(plan) -> [Task]; reopen_plan(by, plan): a withdrawn one, to review
editing       change_task(by, task, version, changes, reason="") -> task; bulk_change(by, tasks, changes, reason="") -> BulkResult
              (all or none; str() is a sentence);
              withdraw_task(by, task, version, reason); create_task(by, campaign, values, owners, reason="") -> task
              changes = any of editing.EDITABLE: title category start_on due_on deadline_text recurrence_text rrule target_value
              target_unit target_comparator target_object note phase owners (list of OwnerValue(unit, role, person))
              a later deadline is held back where the rule says so: task.postponement, BulkResult.waiting, ImportResult.waiting
postponing    ask_postponement(by, task, due_on, reason, unit=None) -> request; set_deadline_rule(by, campaign, all_tasks, phases);
              early_only(campaign_id).covers(task)
postponement_decisions  approve_postponement(by, request, answer=""); decline_postponement(by, request, answer);
              decide_many(by, requests, approve, answer) -> Decided; withdraw_postponement(by, request)
assigning     assign_lead(by, task, version, unit, person=None); name_person(by, task, version, unit, person)
progress      report_progress(by, task, unit, on, key, percent=None, value=None, text="", files=(), sure=True) -> entry
              (same key: same entry); sure=False: Doubtful for a figure that looks like a slip;
              confirm_entry(by, entry); return_entry(by, entry, reason); withdraw_entry(by, entry); retally(task);
              rebuild() -> [(task, field, was, is)]
importing     import_preview(by, campaign, upload, name) -> ImportPreview (.token .changed .conflicts .new .unchanged .unknown .errors);
              apply_import(by, token, conflicts: uids, new: row keys, reason="") -> ImportResult; cancel_import(by, token)
views         save_view(by, campaign, name, query, shared=False); rename_view(by, view, name); delete_view(by, view)
feeds         feed_for(by, campaign, unit) -> CalendarFeed; renew_feed(by, feed) -> CalendarFeed

Reads are in ``weicheng.work.plans.selectors``:
plans      plan_list(campaign, user) (annotated rows_total rows_open rows_checked rows_dropped tasks_total); plan_for(user, pk) | None
rows       review_rows(plan, order="document"|"doubtful", only=None) -> [DraftRow] with owners, .flags; review_summary(plan);
           section_progress(plan); duplicate_proposals(plan) -> [Proposal]; row_history(row)
ledger     LedgerFilter.parse(QueryDict, campaign) .query_string() .chips(user) .without(name); ledger_page(campaign, user, filter, page=1)
           -> LedgerPage(.groups[.label .counts .tasks] .total .pages); view_counts(campaign, user); filter_choices(campaign, user);
           task_for(user, uid) | None; task_detail(task) (owners, sources, entries, history)
home       home_numbers(campaign, user) -> HomeNumbers
matrix     responsibility_matrix(campaign, user, filter) -> Matrix(.units .rows .units_without_task .tasks_without_lead)
timeline   timeline_rows(campaign, user, filter) -> [Bar]; calendar_month(campaign, user, filter, year, month) -> [Day]
exports    export_ledger_xlsx(user, campaign, filter, per_unit=False) -> file; export_ledger_csv(...) -> bytes;
           calendar_feed(secret) -> bytes | None
status     Moment.of(campaign) (today, warn_until, calendar); tasks from the selectors have .status, .due_words (剩4个工作日)
"""
