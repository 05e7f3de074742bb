import { Notice } from '@/components/ui/notice'
import type { AskProblem, SendProblem } from '@/lib/people/people-problem'
import { fieldOf } from './money-fields'
import { PeopleProblemText } from './people-problem-text'

interface FormProblemProps {
  readonly title: string
  readonly problem: SendProblem | AskProblem | null
}

/** That a form was refused; the reason stands here too, unless it stands at a field. */
export function FormProblem({ title, problem }: FormProblemProps) {
  if (!problem) return null
  return (
    <div className="mb-5">
      <Notice tone="danger" title={title} urgent>
        {!fieldOf[problem] && <PeopleProblemText problem={problem} />}
      </Notice>
    </div>
  )
}
