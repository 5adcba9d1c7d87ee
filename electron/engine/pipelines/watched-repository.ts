/** A repository whose answers are noticed: whether git can be had is told on the screen of connections. */
import type { Problem, Result } from '../../../shared/domain/result.ts';
import type { Repository } from '../pipeline-ports.ts';

/** Tells `onAnswer` of each question's problem, or null where git answered. A commit that is not there is an answer. */
export function watchRepository(git: Repository, onAnswer: (problem: Problem | null) => void): Repository {
	async function noticed<T>(question: Promise<Result<T>>): Promise<Result<T>> {
		const answer = await question;
		if (answer.ok || answer.problem.code === 'not-found') onAnswer(null);
		else if (answer.problem.code !== 'cancelled') onAnswer(answer.problem);
		return answer;
	}
	return {
		label: git.label,
		head: (branch, signal) => noticed(git.head(branch, signal)),
		commits: (request, signal) => noticed(git.commits(request, signal)),
		readFile: (request, signal) => noticed(git.readFile(request, signal)),
		contains: (request, signal) => noticed(git.contains(request, signal)),
		checkout: (request, signal) => noticed(git.checkout(request, signal)),
		close: () => git.close(),
	};
}
