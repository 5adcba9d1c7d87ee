/** The newest run in the few words that a cell of the board has room for. Pure. */
import { stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { type Look, runLook, stageLook } from '../pipeline/run-words.ts';

/** "Acceptance running", "Commit failed", "User acceptance asks people"; "2.4.1 passed" once nothing is left to do. */
export function shortHeadline({ state, stages, version }: Pick<RunView, 'state' | 'stages' | 'version'>): Look {
	const open = stages.find((stage) => !['passed', 'not-reached', 'waiting'].includes(stage.state));
	if (open === undefined) return { tone: runLook[state].tone, word: `${version ?? 'run'} ${runLook[state].word}` };
	const look = state === 'needs-person' ? runLook[state] : stageLook(open);
	return { tone: look.tone, word: `${stageTitles[open.name]} ${look.word}` };
}
