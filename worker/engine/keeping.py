"""Named first to the server that workers are forked from: what it loads stays for ever, so it looks for no garbage in it.

The search is a tenth of the time that loading takes. Workers turn it on again (`pool`).
"""

import gc

gc.disable()
