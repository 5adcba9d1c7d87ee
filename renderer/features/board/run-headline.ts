/** The newest run in the few words that a cell of the board has room for. Pure. */
import { stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { runLook, stageLook } from '../pipeline/run-words.ts';

/** "Acceptance running", "Commit failed", "User acceptance asks people"; "2.4.1 passed" once nothing is left to do. */
export function shortHeadline({ state, stages, version }: Pick<RunView, 'state' | 'stages' | 'version'>): string {
	const open = stages.find((stage) => !['passed', 'not-reached', 'waiting'].includes(stage.state));
	if (open !== undefined) return `${stageTitles[open.name]} ${stageLook(open).word}`;
	return `${version ?? 'run'} ${runLook[state].word}`;
}
