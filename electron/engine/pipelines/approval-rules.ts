/** Whether somebody may decide so about a stage of a run, seen from what the service knows now. */
import { mayApprove } from '../../../shared/domain/pipeline/approvals.ts';
import { type StageName, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import { isSamePerson, namesOfPerson } from '../../../shared/domain/pipeline/people.ts';
import { fail } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { Ready } from './commands.ts';
import { approvalsOfTry, evaluateRun } from './evaluate.ts';
import { notYet } from './run-view.ts';
import type { TrackedRun } from './tracked-run.ts';

type ApproveInput = Parameters<PipelinesApi['approve']>[0];

/** Why a decision is refused; null when it may be written down. */
export function refuseApproval(
	{ service, book, pipeline }: Ready,
	tracked: TrackedRun,
	input: ApproveInput,
	caller: Caller,
	now: number,
) {
	const { stage, decision, attempt } = input;
	const { people } = service.setup;
	const rule = pipeline.config.stages.find(({ name }) => name === stage)?.approval ?? null;
	if (rule === null) {
		return fail('not-allowed', `Nobody has to approve ${stageTitles[stage]}.`, 'Nothing to do: it passes by itself.');
	}
	if (attempt !== tracked.run.attempt) return otherTry(tracked.run.attempt);
	const held = mayApprove({ caller, rule, people });
	if (held !== null) return fail('not-allowed', `${held}.`, 'Ask one of those who may.');
	if (decision === 'rejected' && (input.reason ?? '').trim() === '') {
		return fail('invalid-input', 'A rejection needs its reason.', 'Say in one sentence what has to change.');
	}
	const unknown = input.answers.find(({ item }) => rule.checklist.every(({ id }) => id !== item));
	if (unknown !== undefined) {
		return fail('invalid-input', `The checklist has no item "${unknown.item}".`, 'Reload the screen.');
	}
	if (decision === 'withdrawn') {
		const me = namesOfPerson(caller.name, people);
		const given = approvalsOfTry(book, tracked.run).filter((one) => one.stage === stage && one.by.kind === 'person');
		const last = given.findLast(({ by }) => by.kind === 'person' && isSamePerson(namesOfPerson(by.name, people), me));
		const hasDecided = last !== undefined && last.decision !== 'withdrawn';
		return hasDecided ? null : fail('not-allowed', 'You have not decided anything here.', 'Nothing to take back.');
	}
	if (decision === 'rejected') return null;
	return refuseConsent(evaluateRun(book, pipeline.config, tracked, now).stages, stage, input);
}

function refuseConsent(stages: ReturnType<typeof evaluateRun>['stages'], stage: StageName, { answers }: ApproveInput) {
	const state = stages.find(({ name }) => name === stage)?.state ?? 'not-reached';
	const early = notYet(state);
	if (early !== null) {
		return fail(
			'not-allowed',
			`${stageTitles[stage]} cannot be approved: ${early.toLowerCase()}.`,
			'Wait for the run, or run it again.',
		);
	}
	const refusedItem = answers.find(({ outcome }) => outcome === 'not-ok');
	if (refusedItem === undefined) return null;
	return fail(
		'not-allowed',
		`"${refusedItem.item}" was answered as not in order, so the stage cannot be approved.`,
		'Reject it with a reason, or answer the item again.',
	);
}

function otherTry(attempt: number) {
	return fail(
		'stale',
		`This run has been tried again since: try ${attempt} is what counts now.`,
		'Look at the new try, then decide.',
	);
}
