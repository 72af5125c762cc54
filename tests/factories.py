"""People for tests. Each factory gives the least that is valid."""

from typing import TYPE_CHECKING, Any

import factory

from sdwiki.accounts.models import User

if TYPE_CHECKING:
    # What a call gives: factory-boy's own types say it is a factory.
    def UserFactory(**fields: Any) -> User: ...
    def InstructorFactory(**fields: Any) -> User: ...
    def EditorFactory(**fields: Any) -> User: ...

else:

    class UserFactory(factory.django.DjangoModelFactory):
        class Meta:
            model = User
            skip_postgeneration_save = True

        email = factory.Sequence(lambda n: f"learner{n}@example.com")
        name = factory.Sequence(lambda n: f"Learner {n}")
        password = factory.django.Password("correct horse battery")

    class InstructorFactory(UserFactory):
        email = factory.Sequence(lambda n: f"instructor{n}@example.com")
        is_instructor = True

    class EditorFactory(UserFactory):
        email = factory.Sequence(lambda n: f"editor{n}@example.com")
        is_editor = True
