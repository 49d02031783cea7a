"""What happened before the visitor comes: officials and a delegate are registered, so that they can begin at once."""

from bot.demo import sample, scenes
from bot.demo.sample import Cast


def register_who_is_known(cast: Cast) -> None:
    """Register Camila and Julián, whom the manager approves, and Laura, whom Camila approves (§6.2).

    Andrés and the stranger are not registered: with them the visitor can see how that goes. Raises TimeoutError when
    the bot does not play along, NotRegisteredError when it refuses a form.
    """
    scenes.register_official(cast.camila, sample.CAMILAS_DOCUMENT)
    scenes.register_official(cast.julian, sample.JULIANS_DOCUMENT)
    scenes.register_delegate(cast.laura, sample.HOSPITAL_NIT, sample.LAURAS_DOCUMENT)
    scenes.approve(cast.beatriz, cast.managers_channel, cast.camila.name)
    scenes.approve(cast.camila, cast.officials_channel, cast.laura.name)
    # Last: a channel gets one message a second, and his card is the second of its channel.
    scenes.approve(cast.beatriz, cast.managers_channel, cast.julian.name)
    for person in (cast.camila, cast.laura, cast.julian):
        scenes.hear_of_approval(person)
